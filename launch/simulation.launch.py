"""A simulated robot with all its nodes: ros2 launch homebound simulation.launch.py world:=apartment pace:=2.0 camera:=rgbd

Arguments of robot.launch.py (namespace, grouped, respawn, autostart, config, viewer, port) hold here too.
"""

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, IncludeLaunchDescription
from launch.substitutions import LaunchConfiguration, PathJoinSubstitution, PythonExpression, ThisLaunchFileDir
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue
from launch_ros.substitutions import FindPackageShare

ARGUMENTS = {
    'world': ('apartment', 'One of ours, an .sdf or .world, a map .yaml, a ValetudoMap .json.'),
    'seed': ('1', 'Of everything random.'),
    'pace': ('1.0', 'Simulated seconds a second.'),
    'camera': ('none', 'Its eye: none, depth, rgbd, rgb or laser.'),
    'publish_images': ('false', 'Its pictures go out, too: image_raw and camera_info under camera/.'),
    'camera_on': (
        PythonExpression(["'", LaunchConfiguration('camera'), "' != 'none'"]),
        'It is on from the start, also while the robot rests; false leaves it to switch_camera, and to work.',
    ),
    'config': (PathJoinSubstitution([FindPackageShare('homebound'), 'config']), 'Folder with a YAML file for each node.'),
    'follow_clock': ('false', 'Another simulator makes the time: the second robot on one graph.'),
}


def generate_launch_description():
    simulator = Node(
        package='homebound',
        executable='simulator',
        namespace=LaunchConfiguration('namespace', default=''),
        parameters=[
            *[PathJoinSubstitution([LaunchConfiguration('config'), name]) for name in ('simulation.yaml', 'body.yaml', 'camera.yaml')],
            {
                'world': ParameterValue(LaunchConfiguration('world'), value_type=str),
                'seed': ParameterValue(LaunchConfiguration('seed'), value_type=int),
                'pace': ParameterValue(LaunchConfiguration('pace'), value_type=float),
                'camera': ParameterValue(LaunchConfiguration('camera'), value_type=str),
                'publish_images': ParameterValue(LaunchConfiguration('publish_images'), value_type=bool),
                'use_sim_time': ParameterValue(LaunchConfiguration('follow_clock'), value_type=bool),
            }
        ],
        output='screen',
    )
    robot = PathJoinSubstitution([ThisLaunchFileDir(), 'robot.launch.py'])
    return LaunchDescription(
        [
            *[DeclareLaunchArgument(name, default_value=value, description=text) for name, (value, text) in ARGUMENTS.items()],
            simulator,
            IncludeLaunchDescription(robot, launch_arguments={'use_sim_time': 'true'}.items()),
        ]
    )
